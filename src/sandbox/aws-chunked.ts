/**
 * Takes the payload out of an `aws-chunked` body: `<hex size>[;chunk-signature=...]\r\n<bytes>\r\n`, a chunk of size 0, then
 * trailers such as x-amz-checksum-crc32 (S3 User Guide, "Signature calculations: trailing headers").
 */
export function decodeChunks(body: Uint8Array): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const chunks: Buffer[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const end = bytes.indexOf('\r\n', offset);
    if (end === -1) break;
    const size = Number.parseInt(bytes.toString('latin1', offset, end), 16);
    if (!(size > 0)) break;
    chunks.push(bytes.subarray(end + 2, end + 2 + size));
    offset = end + 2 + size + 2;
  }
  return Buffer.concat(chunks);
}
