import type { AccountOf, DetectorData } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers, type SandboxCall } from '../types.ts';
import { given, pageOf } from './pages.ts';

/** GuardDuty. */
export function guardduty(accountOf: AccountOf): Handlers {
  const here = (call: SandboxCall): readonly DetectorData[] => accountOf(call).in[call.region]?.guardduty?.detectors ?? [];
  return defineHandlers('guardduty', {
    ListDetectors({ NextToken, MaxResults }, call) {
      const { page, next } = pageOf(here(call), { token: NextToken, size: MaxResults, usual: 50, most: 50 });
      return given({ DetectorIds: page.map(({ id }) => id), NextToken: next });
    },
    GetDetector({ DetectorId }, call) {
      const found = here(call).find(({ id }) => id === DetectorId);
      if (found === undefined)
        throw new SandboxError(
          'BadRequestException',
          'The request is rejected because the input detectorId is not owned by the current account.',
        );
      const { id: _, ...detector } = found;
      return detector;
    },
  });
}
