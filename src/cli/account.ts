import { createEdge, type Edge, type EdgeOptions } from '../aws/edge.ts';
import { EndpointError } from '../aws/endpoint.ts';
import { NoIdentityError, NoRegionsError, WrongAccountError } from '../aws/session.ts';
import { Exit, exitCodes, usageError } from './exit.ts';
import type { AccountOptions, OutputOptions } from './options.ts';
import { printable, suggestion } from './select.ts';

/** Opens the account that the command line names; what can go wrong ends the command with its documented code. */
export async function openAccount(
  options: AccountOptions & Pick<OutputOptions, 'allowCustomEndpoint'>,
  runId: string,
  more: Partial<EdgeOptions>,
): Promise<Edge> {
  try {
    return await createEdge({
      runId,
      profile: options.profile,
      roleArn: options.roleArn,
      externalId: options.externalId,
      expectedAccount: accountOf(options),
      endpointUrl: options.endpointUrl,
      allowCustomEndpoint: options.allowCustomEndpoint,
      rateShare: options.rateShare,
      concurrency: options.concurrency,
      ...more,
    });
  } catch (error) {
    if (error instanceof EndpointError || error instanceof WrongAccountError) throw usageError(error.message);
    if (error instanceof NoIdentityError || error instanceof NoRegionsError) throw new Exit(exitCodes.cannotRun, error.message);
    throw error;
  }
}

/** The account that the command must be in: the role's, else the one named (decisions.md 2). */
export function accountOf({ roleArn, account }: AccountOptions): string | undefined {
  const ofRole = roleArn?.split(':')[4];
  if (ofRole !== undefined && account !== undefined && ofRole !== account) {
    throw usageError(`--role-arn is in account ${ofRole}, --account says ${account}`);
  }
  return ofRole ?? account;
}

/** The Regions that `--regions` names, or all that the account has enabled. */
export function chosenRegions(wanted: readonly string[], enabled: readonly string[]): readonly string[] {
  if (wanted.length === 0 || wanted.includes('all')) return enabled;
  for (const region of wanted) {
    if (!enabled.includes(region)) {
      throw usageError(
        `the account has not enabled the Region '${printable(region)}'${suggestion(region, enabled)}; enabled: ${enabled.join(', ')}`,
      );
    }
  }
  return wanted;
}
