import { measureOverhead } from './overhead.ts';
for (const l of await measureOverhead()) console.log(l);
