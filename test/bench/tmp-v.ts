import { VirtualTime } from '../faults/support/virtual-time.ts';
import { scanPreset } from './support/scan-apart.ts';
for (const p of process.argv.slice(2)) { const time = new VirtualTime(); const t = performance.now(); const r = await time.run(scanPreset(p as never, time, Date.parse('2026-11-02T09:30:00Z'))); console.log(p, JSON.stringify(r), (r.minimum / r.seconds).toFixed(3), 'real', ((performance.now() - t) / 1000).toFixed(1)); }
