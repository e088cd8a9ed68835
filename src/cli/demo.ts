import { cloudOf } from '../sandbox/cloud.ts';
import { createEndpoint } from '../sandbox/endpoint.ts';
import { demo } from '../sandbox/seeds/demo.ts';
import { serve } from '../sandbox/server.ts';
import { exitCodes } from './exit.ts';
import type { CommonOptions, OutputOptions, ScanOptions, SelectionOptions } from './options.ts';
import { outputsOf } from './outputs.ts';
import { scanWith } from './scan.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `mlwarden demo`: the real scan, over HTTP, of the sandbox account `demo` on a port of its own. */
export async function runDemo(options: CommonOptions & SelectionOptions & OutputOptions, env: Environment): Promise<number> {
  // Not the demo's own server: what is uploaded goes where the user's buckets are.
  const outputs = outputsOf(options, { endpointUrl: env['AWS_ENDPOINT_URL'] });
  const server = await serve(createEndpoint(cloudOf(demo.account(Date.now()))));
  const scan: ScanOptions = {
    ...options,
    logLevel: options.logLevel ?? 'warn',
    failOn: 'none',
    // The demo's account has a Region that cannot be read: that is what it shows, not a failure of the demo.
    allowPartial: true,
    exitZero: true,
    profile: undefined,
    regions: [],
    roleArn: undefined,
    externalId: undefined,
    account: undefined,
    endpointUrl: server.url,
    rateShare: 1,
    concurrency: 64,
    timeout: 300,
    limits: undefined,
    jobsLookback: 30,
    jobsMax: 500,
  };
  try {
    const code = await scanWith(scan, outputs, env, {
      credentials: { accessKeyId: 'AKIASANDBOXDEMO00000', secretAccessKey: 'sandbox' },
    });
    if (code === exitCodes.ok && !options.json && !options.quiet) {
      process.stdout.write(`  This was the embedded account 'demo'. Open ${outputs.folders[0]}/report.html in a browser.\n`);
    }
    return code;
  } finally {
    await server.close();
  }
}
