import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { memory, type Store } from '../../core/store.ts';
import type { Report } from '../report.ts';
import { bootScript, clientScript, clientStyle } from './client.gen.ts';
import { visible } from './format.ts';
import { digest } from './digest.ts';
import { encodePacked, pack } from './pack.ts';
import { page } from './page.ts';
import { escapeHtml, renderToString } from './render.ts';

/**
 * The report as one self-contained page. Pure: the same report gives the same text. Everything that comes from the account is
 * escaped or packed; the policy in the page allows nothing but its own style and scripts, by hash, and no request at all.
 */
export function renderHtml(report: Report, store: Store = memory): string {
  const found = digest(report.findings, store);
  const policy = [
    "default-src 'none'",
    `script-src ${hash(bootScript)} ${hash(clientScript)}`,
    `style-src ${hash(clientStyle)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const title = `mlwarden: account ${visible(report.run.account)}, ${report.run.startedAt.slice(0, 10)}`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="robots" content="noindex">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${clientStyle}</style>`,
    `<script>${bootScript}</script>`,
    '</head>',
    '<body>',
    renderToString(page(report, found)),
    `<template id="data">${packedData(report)}</template>`,
    `<script>${clientScript}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Base64 holds no tag, whatever the account's names are. */
function packedData(report: Report): string {
  const zipped = gzipSync(encodePacked(pack(report)), { level: 9 });
  // The header's byte 9 names the operating system; 255 is "unknown".
  zipped[9] = 255;
  return zipped.toString('base64');
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
