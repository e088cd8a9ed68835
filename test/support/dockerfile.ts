/** One instruction of a Dockerfile, its continued lines joined. */
export interface Instruction {
  readonly name: string;
  /** Flags such as `--from=build`. */
  readonly flags: Readonly<Record<string, string>>;
  readonly rest: string;
}

/** The instructions of a Dockerfile, in order; comments are left out. */
export function readDockerfile(text: string): readonly Instruction[] {
  return text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', ...words] = line.trim().split(/\s+/);
      const flags = words.filter((word) => word.startsWith('--') && name === 'COPY').map((word) => word.slice(2).split('='));
      const rest = line.trim().slice(name.length).trim();
      return {
        name,
        flags: Object.fromEntries(flags.map(([flag = '', value = '']) => [flag, value])),
        rest: name === 'COPY' ? rest.replaceAll(/--\S+\s+/g, '') : rest,
      };
    });
}

/** The instructions of each stage, `FROM` first. What stands before the first belongs to none. */
export function stagesOf(instructions: readonly Instruction[]): readonly (readonly Instruction[])[] {
  const starts = instructions.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []));
  return starts.map((start, index) => instructions.slice(start, starts[index + 1]));
}

/** The words of an exec form, `["npm", "ci"]`; `null` for a shell form. */
export function execForm(text: string): readonly string[] | null {
  return /^\[.*\]$/.test(text) ? (JSON.parse(text) as string[]) : null;
}
