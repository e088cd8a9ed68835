/** Preloaded into a measured process: its highest resident set, MiB, is left in the file that PEAK_FILE names. */
import { writeFileSync } from 'node:fs';
import { peakRssMiB } from './peak-rss.ts';

process.on('exit', () => writeFileSync(process.env['PEAK_FILE'] ?? '', String(peakRssMiB())));
