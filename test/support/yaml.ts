import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAllDocuments, type ScalarTag, type CollectionTag } from 'yaml';

const root = path.resolve(import.meta.dirname, '../..');

/** CloudFormation's short forms, as `{ Ref: name }` and the like. */
const shortForms: readonly (ScalarTag | CollectionTag)[] = ['Ref', 'Sub', 'GetAtt', 'Not', 'Equals', 'If'].flatMap((name) => {
  const long = name === 'Ref' ? name : `Fn::${name}`;
  const scalar: ScalarTag = { tag: `!${name}`, resolve: (value) => ({ [long]: value }) };
  const list: CollectionTag = {
    tag: `!${name}`,
    collection: 'seq',
    resolve: (value) => ({ [long]: value.toJSON() }),
  };
  return [scalar, list];
});

/** The documents of a YAML file of the repository. Throws for whatever the parser warns of. */
export async function readYaml(name: string): Promise<readonly unknown[]> {
  const text = await readFile(path.join(root, name), 'utf8');
  return parseAllDocuments(text, { merge: true, customTags: [...shortForms] }).map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw problem;
    return document.toJS() as unknown;
  });
}
