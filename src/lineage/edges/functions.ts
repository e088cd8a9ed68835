import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { functions, type LambdaFunction } from '../../inventory/functions.ts';
import { edgesOf } from '../references.ts';
import { parseS3Location } from '../s3-location.ts';
import { parseSecretReference } from '../secret-reference.ts';

/** What a function refers to is ML's only where the function surely calls a model (catalogue 3.1). */
export default {
  from: functions,
  to: ['role', 'secret', 'bucket'],
  uses: ['function'],
  edges: (fn, home) =>
    mapFact(fn.link, (link) =>
      edgesOf(fn, home, 'FunctionConfiguration', (to) =>
        link !== 'direct'
          ? []
          : [
              to.role('Role', fn.roleArn, 'function'),
              ...fn.references.map(({ field, value }) => {
                const path = `Environment.Variables.${field}`;
                if (parseSecretReference(value)?.kind === 'arn') return to.secret(path, value);
                return parseS3Location(value).kind === 'unresolved' ? null : to.bucket(path, value, null);
              }),
            ],
      ),
    ),
} satisfies EdgeRule<LambdaFunction>;
