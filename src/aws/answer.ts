import { MalformedAnswer } from './errors.ts';

/** An HTTP answer whose body was read to its end. */
export interface WholeAnswer {
  readonly status: number;
  /** Lower case. */
  readonly contentType: string;
  readonly body: Uint8Array;
}

const webPage = /^<(!doctype html|html)\b/i;
const xmlRoot = /^(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<([\w:.-]+)/s;
/** A root element that starts with text. */
const rootOfText = /^(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<[\w:.-]+(?:\s[^>]*[^/>])?>\s*[^<\s]/s;
/** The one answer that is a text in an element: S3's GetBucketLocation. */
const textRoot = 'LocationConstraint';
/** Enough to see what a body is. */
const startBytes = 400;

/**
 * Refuses what is not a service's answer, before the SDK turns it into an empty object: no body, a proxy's web page, JSON that is
 * no object, XML that holds a text or has another root element (aws-edge.md C.1).
 * @param root the root element that the XML must have, where its members cannot tell
 * @throws MalformedAnswer
 */
export function refuseForeign({ status, contentType, body }: WholeAnswer, root: string | undefined): void {
  const start = Buffer.from(body.subarray(0, startBytes)).toString('utf8').trimStart();
  // A JSON object is one, whatever its type says: emulators send it under the default of their framework, and a bucket policy as XML.
  const isObject = start.startsWith('{');
  const isWebPage = webPage.test(start) || (contentType.startsWith('text/html') && !isObject);
  // A web page with status 5xx is a server fault all the same.
  if (status < 500 && isWebPage) throw new MalformedAnswer('the answer is a web page');
  if (status < 200 || status > 299 || status === 204) return;
  if (start === '') throw new MalformedAnswer('the answer has no body');
  if (contentType.includes('json') && !isObject) throw new MalformedAnswer('the answer is not a JSON object');
  if (contentType.includes('xml') && !isObject && !start.startsWith('<')) throw new MalformedAnswer('the answer is not XML');
  if (contentType.includes('xml') && root !== textRoot && rootOfText.test(start))
    throw new MalformedAnswer('the answer is a text, not the members of the answer');
  if (root !== undefined && xmlRoot.exec(start)?.[1] !== root) throw new MalformedAnswer(`the answer is not a ${root}`);
}
