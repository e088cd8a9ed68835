import manifest from '../package.json' with { type: 'json' };

/** Name and version as they stand in every output. */
export const tool = { name: manifest.name, version: manifest.version } as const;
