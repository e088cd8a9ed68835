/** Measured side: the SDK's own clients, sending the recorded calls as they are. */
import pLimit from 'p-limit';
import { endpointConfig } from '../../src/aws/endpoint.ts';
import { sdk } from '../../src/aws/sdk.gen.ts';
import type { SdkClient } from '../../src/aws/sdk.ts';
import { isService } from '../../src/sandbox/services.ts';
import { measure } from './measure.ts';

await measure(async (url, recorded) => {
  const clients = new Map<string, SdkClient>();
  const limit = pLimit(64);
  let calls = 0;
  const send = async ({ service, operation, region, input }: (typeof recorded)[number]) => {
    if (!isService(service)) return;
    const module = await sdk[service]?.();
    const Command = module?.commands[operation];
    if (module === undefined || Command === undefined) return;
    const key = `${service} ${region}`;
    const settings = { region, credentials: { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'sandbox' }, maxAttempts: 1 };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every SDK client has `send` and `destroy`
    const client = clients.get(key) ?? (new module.Client({ ...settings, ...endpointConfig(service, url) }) as SdkClient);
    clients.set(key, client);
    calls += 1;
    // Refusals are part of what the scan gets, too.
    await client.send(new Command(input) as never).catch(() => undefined);
  };
  await Promise.all(recorded.map(async (call) => await limit(async () => await send(call))));
  for (const client of clients.values()) client.destroy();
  return calls;
});
