import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { userProfiles, type UserProfile } from '../../inventory/studio.ts';
import { edgesOf } from '../references.ts';

export default {
  from: userProfiles,
  to: ['role', 'key', 'bucket'],
  edges: (profile, home) =>
    mapFact(profile.settings, (settings) =>
      edgesOf(profile, home, 'DescribeUserProfileResponse', (to) => [
        ...settings.roles.map(({ field, value }) => to.role(field, value, 'execution')),
        ...settings.keys.map(({ field, value }) => to.key(field, value)),
        ...settings.locations.map(({ field, value }) => to.bucket(field, value, 'results')),
      ]),
    ),
} satisfies EdgeRule<UserProfile>;
