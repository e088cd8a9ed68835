/** Preloaded into a measured process: its highest resident set, in bytes, is left in the file that PEAK_FILE names. */
import { writeFileSync } from 'node:fs';

process.on('exit', () => writeFileSync(process.env['PEAK_FILE'], String(process.resourceUsage().maxRSS * 1024)));
