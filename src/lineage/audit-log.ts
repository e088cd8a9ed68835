import type { AdvancedSelector, BasicSelector, TrailSelectors } from '../inventory/cloudtrail.ts';

/** Which management events are recorded. */
export interface ManagementEvents {
  readonly reads: boolean;
  readonly writes: boolean;
  /** Event sources that are left out for their volume; the others are all there. */
  readonly without: readonly string[];
}

/** Sources that may be left out for their volume (lp-cloudtrail-trail-enabled, edge 6). */
const voluminous = new Set(['kms.amazonaws.com', 'rdsdata.amazonaws.com']);

const none: ManagementEvents = { reads: false, writes: false, without: [] };

/** The management events that a trail or event data store takes: those of any selector. Advanced selectors replace basic ones. */
export function managementEvents({ basic, advanced }: TrailSelectors): ManagementEvents {
  const each =
    advanced.length > 0 ? advanced.map((selector) => ofAdvanced(selector)) : basic.map((selector) => ofBasic(selector));
  return {
    reads: each.some(({ reads }) => reads),
    writes: each.some(({ writes }) => writes),
    without: [...new Set(each.flatMap(({ without }) => without))].toSorted(),
  };
}

function ofBasic({ readWriteType, managementEvents: taken, excluded }: BasicSelector): ManagementEvents {
  if (taken === false || excluded.some((source) => !voluminous.has(source))) return none;
  return { reads: readWriteType !== 'WriteOnly', writes: readWriteType !== 'ReadOnly', without: excluded };
}

/** Counts only when it leaves out nothing but reads, writes or voluminous sources. */
function ofAdvanced({ conditions }: AdvancedSelector): ManagementEvents {
  let [taken, reads, writes] = [false, true, true];
  const without: string[] = [];
  for (const { field, operator, values } of conditions) {
    if (field === 'eventCategory' && operator === 'Equals') taken = values.includes('Management');
    else if (field === 'readOnly' && operator === 'Equals') {
      reads &&= values.includes('true');
      writes &&= values.includes('false');
    } else if (field === 'eventSource' && operator === 'NotEquals' && values.every((source) => voluminous.has(source)))
      without.push(...values);
    else return none;
  }
  return taken ? { reads, writes, without } : none;
}
