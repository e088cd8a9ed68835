/**
 * The seven controls of the AWS Security Blog post "7 ways to improve security of your machine learning workflows",
 * in the post's order. `advice` is the post's recommendation in our words. A closed list: nothing else adds a control.
 */
export const controls = [
  {
    number: 1,
    slug: 'vpc',
    title: 'Launch ML instances in a VPC',
    advice:
      'Run notebooks, training and hosting inside a VPC that you control, without a direct way to the internet, and log its traffic.',
  },
  {
    number: 2,
    slug: 'least-privilege',
    title: 'Use least privilege to control access to ML artifacts',
    advice: 'Give each role only the data, models and actions it needs, keep artifacts private, and record who does what.',
  },
  {
    number: 3,
    slug: 'encryption',
    title: 'Use data encryption',
    advice: 'Encrypt data, models and volumes with keys that you manage and rotate, and watch for unusual access.',
  },
  {
    number: 4,
    slug: 'secrets',
    title: 'Use Secrets Manager to protect credentials',
    advice: 'Keep passwords and tokens out of code, scripts and job parameters; read them from Secrets Manager and rotate them.',
  },
  {
    number: 5,
    slug: 'monitoring',
    title: 'Monitor model input and output',
    advice: 'Capture what a model receives and answers, compare it with a baseline on a schedule, and alarm on drift.',
  },
  {
    number: 6,
    slug: 'logging',
    title: 'Enable logging for model access',
    advice: 'Put an API in front of the model, log every call with its caller, and limit how often one client may call.',
  },
  {
    number: 7,
    slug: 'versioning',
    title: 'Use version control on model artifacts',
    advice: 'Keep code in Git and models, data and baselines in versioned storage, so that a change can be seen and undone.',
  },
] as const;

/** Folder name under `checks/` and the control's name in code. */
export type ControlSlug = (typeof controls)[number]['slug'];

/** 1 to 7, as the post counts them; what reports print. */
export type ControlNumber = (typeof controls)[number]['number'];

/** A control by its slug. */
export function controlOf(slug: ControlSlug): (typeof controls)[number] {
  const found = controls.find((control) => control.slug === slug);
  if (found === undefined) throw new Error(`no control is called ${slug}`);
  return found;
}
