import { createHash } from 'node:crypto';

/** A text with a secret in it. Built from pieces at run time, so that no filter on pushes takes this file for a leak. */
export interface Planted {
  readonly label: string;
  /** A script, or one named value. */
  readonly form: 'text' | 'value';
  readonly key: string;
  readonly text: string;
  /** The random part of the secret. */
  readonly secret: string;
  /** 1-based line in a script. */
  readonly line: number | null;
  readonly critical: boolean;
}

const alphabets = {
  letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  mixed: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  hex: '0123456789abcdef',
  capitals: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
} as const;

/** Looks random, and is the same in every run with the same seed. */
function noise(seed: string, length: number, alphabet: keyof typeof alphabets = 'mixed'): string {
  const chars = alphabets[alphabet];
  const bytes = Array.from({ length: Math.ceil(length / 32) }, (_, index) => [
    ...createHash('sha256').update(`${seed} ${index}`).digest(),
  ]).flat();
  return bytes
    .slice(0, length)
    .map((byte) => chars.charAt(byte % chars.length))
    .join('');
}

/** Pieces that scanners look for. */
const secretly = 'PRIVATE';
const marker = 'T3Blbk'.concat('FJ');
const hash = '#!/bin/bash\nset -e\n';

function value(label: string, key: string, secret: string, text = secret, critical = false): Planted {
  return { label, form: 'value', key, text, secret, line: null, critical };
}

function script(label: string, secret: string, code: string, critical = false): Planted {
  const line = 3 + (code.slice(0, code.indexOf(secret)).match(/\n/g)?.length ?? 0);
  return { label, form: 'text', key: '', text: `${hash}${code}\necho done\n`, secret, line, critical };
}

/** At least 38 secrets, of the kinds that leak into ML accounts. `seed` varies the random parts. */
export function planted(seed: string): readonly Planted[] {
  const of = (label: string, length: number, alphabet: keyof typeof alphabets = 'mixed') =>
    noise(`${seed} ${label}`, length, alphabet);
  const make = {
    value(label: string, key: string, size: number, alphabet?: keyof typeof alphabets): Planted {
      return value(label, key, of(label, size, alphabet));
    },
  };

  const awsId = `AKIA${of('aws id', 16, 'capitals')}`;
  const awsSecret = `a1Z/${of('aws secret', 36, 'base64')}`;
  const pem = `${of('pem', 64, 'base64')}\n${of('pem 2', 64, 'base64')}\n${of('pem 3', 40, 'base64')}==`;
  const password = `${of('password', 4, 'letters')}-9${of('password 2', 5)}!`;
  const short = `p4${of('short', 7)}`;
  const hugging = of('hugging', 34, 'letters');
  const gitHub = of('github', 36);
  const fine = `${of('fine', 22)}_${of('fine 2', 59)}`;
  const gitLab = of('gitlab', 20);
  const openAi = `${of('openai', 74)}${marker}${of('openai 2', 74)}`;
  const anthropic = `${of('anthropic', 93)}AA`;
  const slack = `${of('slack', 12, 'hex').replaceAll(/[a-f]/g, '7')}-${of('slack 2', 24)}`;
  const jwt = of('jwt', 43);
  const wandb = of('wandb', 40, 'hex');
  const kaggle = of('kaggle', 32, 'hex');
  const pypi = of('pypi', 100);
  const stripe = of('stripe', 24);
  const session = of('session', 200, 'base64');

  return [
    script(
      'AWS key pair in a profile',
      awsSecret,
      `aws configure set x y\ncat > c <<E\naws_access_key_id = ${awsId}\naws_secret_access_key = ${awsSecret}\nE`,
      true,
    ),
    script(
      'AWS key pair in exports',
      awsSecret,
      `export AWS_ACCESS_KEY_ID=${awsId}\nexport AWS_SECRET_ACCESS_KEY=${awsSecret}`,
      true,
    ),
    script('AWS key pair in Python', awsSecret, `boto3.client("s3", "${awsId}", "${awsSecret}")`, true),
    script('AWS secret by command', awsSecret, `aws configure set aws_secret_access_key ${awsSecret}`, true),
    value('AWS secret as a variable', 'AWS_SECRET_ACCESS_KEY', awsSecret, awsSecret, true),
    value('AWS session token', 'AWS_SESSION_TOKEN', session, `IQoJb3JpZ2lu${session}`, true),
    {
      ...script(
        'private key',
        pem.slice(0, 64),
        `cat > id_rsa <<E\n-----BEGIN RSA ${secretly} KEY-----\n${pem}\n-----END RSA ${secretly} KEY-----\nE`,
        true,
      ),
      line: 4,
    },
    value(
      'private key with escaped line breaks',
      'GIT_KEY',
      pem.slice(0, 64),
      `-----BEGIN ${secretly} KEY-----\\n${pem.replaceAll('\n', '\\n')}\\n-----END`,
      true,
    ),
    value(
      'private key in Base64',
      'SSH_B64',
      pem.slice(0, 64),
      Buffer.from(`-----BEGIN OPENSSH ${secretly} KEY-----\n${pem}\n`).toString('base64'),
      true,
    ),
    value('Hugging Face token', 'HF_TOKEN', hugging, `hf_${hugging}`),
    script('Hugging Face login', hugging, `huggingface-cli login --token hf_${hugging}`),
    script('GitHub token in a clone URL', gitHub, `git clone https://ghp_${gitHub}@github.com/org/repo.git`),
    value('GitHub fine-grained token', 'GIT', fine, `github_pat_${fine}`),
    value('GitLab token', 'GIT_PAT', gitLab, `glpat-${gitLab}`),
    value('OpenAI key', 'OPENAI_API_KEY', openAi, `sk-proj-${openAi}`),
    value('Anthropic key', 'CLAUDE', anthropic, `sk-ant-api03-${anthropic}`),
    script('Slack token', slack, `curl -d "token=xoxb-${slack}" https://slack.com/api/chat.postMessage`),
    script(
      'JWT in a header',
      jwt,
      `curl -H "Authorization: Bearer eyJ${of('head', 17)}.eyJ${of('body', 30)}.${jwt}" https://api.internal/x`,
    ),
    make.value('W&B key', 'WANDB_API_KEY', 40, 'hex'),
    script('W&B login', wandb, `pip install wandb\nwandb login ${wandb}`),
    script('Kaggle file', kaggle, `echo '{"username":"mldev","key":"${kaggle}"}' > ~/.kaggle/kaggle.json`),
    make.value('Kaggle key', 'KAGGLE_KEY', 32, 'hex'),
    make.value('Datadog key', 'DD_API_KEY', 32, 'hex'),
    make.value('Comet key', 'COMET_API_KEY', 25),
    value('Stripe key', 'PAYMENTS', stripe, `sk_live_${stripe}`),
    script('PyPI token', pypi, `twine upload -u __token__ -p pypi-${pypi} dist/*`),
    value('Databricks token', 'DBX', of('dbx', 32, 'hex'), `dapi${of('dbx', 32, 'hex')}`),
    value('Pinecone key', 'PINECONE_API_KEY', of('pinecone', 12, 'hex'), `3f2a9c1e-7b4d-4e8f-9a6b-${of('pinecone', 12, 'hex')}`),
    value('Redis URL without a user', 'BROKER', short, `redis://:${short}@cache.internal:6379/0`),
    value('Postgres URL', 'DATABASE_URL', password, `postgresql://ml:${password}@db.internal:5432/features`),
    value('MongoDB URL', 'MONGO', short, `mongodb+srv://ml:${short}@cluster0.ab1cd.mongodb.net/x`),
    script('pip index with a password', short, `pip config set global.index-url https://build:${short}@pypi.internal/simple`),
    value('JDBC password', 'SPARK_SOURCE', short, `jdbc:redshift://dw.internal:5439/ml?user=etl&password=${short}`),
    value('ODBC password', 'DSN', short, `Driver={ODBC Driver 18};Server=db;Uid=ml;Pwd=${short};`),
    value(
      'Azure storage key',
      'AZURE_STORAGE_CONNECTION_STRING',
      of('azure', 80, 'base64'),
      `DefaultEndpointsProtocol=https;AccountName=ml;AccountKey=${of('azure', 86, 'base64')}==;EndpointSuffix=core.windows.net`,
    ),
    value('database password', 'DB_PASSWORD', password),
    value('short password', 'MLFLOW_TRACKING_PASSWORD', short),
    value('password in JSON-encoded quotes', 'db_password', password, `"${password}"`),
    script('password in shell', password, `export PGPASSWORD='${password}'\npsql -h db.internal`),
    script('password without quotes', short, `DB_PASS=${short} python train.py`),
    script('password in Python', password, `conn = psycopg2.connect(host="db", password="${password}")`),
    script('password in YAML', password, `cat > c.yml <<E\ndb:\n  password: "${password}"\nE`),
    script(
      'password in JSON inside JSON',
      short,
      `curl -d "{\\"user\\":\\"ml\\",\\"password\\":\\"${short}\\"}" https://api.internal`,
    ),
    script('password of curl', short, `curl -u admin:${short} https://artifactory.internal/x -O`),
    script('password of mysql', short, `mysql -h db.internal -u ml -p${short} features`),
    script('password of docker', short, `docker login -u ci -p ${short} registry.internal`),
    script('password as a flag', short, `mlflow server --admin-password ${short}`),
    script('default in Python', password, `os.environ.setdefault("DB_PASSWORD", "${password}")`),
    script('Python constant with a type', password, `API_SECRET: str = "${password}"`),
    make.value('client secret', 'OAUTH_CLIENT_SECRET', 32),
    make.value('camel case', 'apiKey', 28),
    value('Snowflake password in a JSON value', 'SM_CREDS', short, `{"user":"etl","password":"${short}"}`),
    script(
      'parameter of a pipeline',
      password,
      `{"Parameters":[{"Name":"DbPassword","Type":"String","DefaultValue":"${password}"}]}`,
    ),
    script('Slack webhook', of('hook', 24), `curl https://hooks.slack.com/services/T0A1B2C3D/B0A1B2C3D/${of('hook', 24)}`),
    script('npm token', of('npm', 36), `echo "//registry.npmjs.org/:_authToken=npm_${of('npm', 36)}" > ~/.npmrc`),
    script('a comment that would silence Secretlint', gitHub, `# secretlint-disable\nexport T=ghp_${gitHub}`),
  ];
}

/** What ML accounts are full of, and no secret. */
export const decoys: readonly Pick<Planted, 'label' | 'form' | 'key' | 'text'>[] = [
  ...Object.entries({
    sagemaker_program: 'train.py',
    sagemaker_submit_directory: '"s3://sagemaker-eu-west-1-111122223333/job-2026-11-20-10-11-12-123/source/sourcedir.tar.gz"',
    sagemaker_job_name: '"pytorch-training-2026-11-20-10-11-12-123"',
    SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
    SAGEMAKER_TOKEN_PATH_PREFIX: 'model-4f5e6d7c8b9a',
    SM_HP_MAX_NEW_TOKENS: '4096',
    MAX_TOTAL_TOKENS: '16384',
    max_token_length: '1024',
    TOKEN_LENGTH: '20481024',
    pad_token_id: '50256123',
    EOS_TOKEN_ID: '100257100257',
    eos_token: '<|endoftext|>',
    pad_token: '[PAD]',
    additional_special_tokens: '["<|im_start|>","<|im_end|>"]',
    TOKENIZER: 'meta-llama/Meta-Llama-3.1-70B-Instruct',
    tokenizer_name: 'bert-base-uncased-v2-2026',
    TOKENIZERS_PARALLELISM: 'false',
    token_embedding_dim: '76876876',
    use_auth_token: 'True',
    HF_TOKEN: '${HF_TOKEN}',
    DB_PASSWORD: '{{resolve:secretsmanager:prod/fraud/db:SecretString:password}}',
    API_TOKEN: '$API_TOKEN',
    SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf',
    DB_SECRET: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf',
    DB_CREDENTIALS: 'prod/fraud/database-credentials',
    SECRET_NAME: 'AmazonSageMaker-git-credentials1',
    db_password: '{"Get": "Parameters.DbPassword"}',
    password: '<your-password>',
    PASSWORD: 'changeme',
    API_KEY: 'your-api-key-goes-here',
    WANDB_API_KEY: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    password_column: 'customer_password_hash1',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    PWD: '/opt/ml/code/src2026A',
    GOOGLE_APPLICATION_CREDENTIALS: '/opt/ml/input/config/gcp-credentials.json',
    KMS_KEY: '1234abcd-12ab-34cd-56ef-1234567890ab',
    PARTITION_KEY: 'customer_id_2026',
    GIT_COMMIT: '9fceb02d0ae598e95dc970b74767f19372d61af8',
    WANDB_GIT_COMMIT: '9fceb02d0ae598e95dc970b74767f19372d61af8',
    MLFLOW_RUN_ID: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    IMAGE:
      '111122223333.dkr.ecr.eu-west-1.amazonaws.com/train@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    DATABASE_URL: 'postgresql://${DB_USER}:${DB_PASSWORD}@db.internal:5432/features',
    TRACKING_URI: 'https://mlflow.internal:5000/api',
    CONNECTION_STRING: 'Server=tcp:db.internal,1433;Database=ml;Trusted_Connection=yes',
    learning_rate: '0.0001',
    config: '{"max_tokens": 4096, "pad_token": "<pad>", "tokenizer": "cl100k_base", "token_type": "bearer-token-v2"}',
    PASS_THROUGH: 'application/x-parquet2',
  }).map(([key, text]) => ({ label: `${key}=${text}`, form: 'value' as const, key, text })),
  ...[
    'export TOKEN=$(aws secretsmanager get-secret-value --secret-id prod/fraud/git --query SecretString --output text)',
    'PASSWORD="$(aws ssm get-parameter --name /ml/db/password --with-decryption --query Parameter.Value --output text)"',
    'TOKEN=$(curl -X PUT "http://169.254.169.254/latest/api/token" -H "X-aws-ec2-metadata-token-ttl-seconds: 21600")\ncurl -H "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/latest/meta-data/',
    'export CODEARTIFACT_AUTH_TOKEN=`aws codeartifact get-authorization-token --domain ml --domain-owner 111122223333 --query authorizationToken --output text`\npip config set global.index-url https://aws:$CODEARTIFACT_AUTH_TOKEN@ml-111122223333.d.codeartifact.eu-west-1.amazonaws.com/pypi/main/simple/',
    "git config --global credential.helper '!aws codecommit credential-helper $@'\ngit config --global credential.UseHttpPath true",
    'tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-2-7b-hf", token=os.environ["HF_TOKEN"])\ntokenizer.pad_token = tokenizer.eos_token\noutputs = model.generate(max_new_tokens=512)',
    'secret = client.get_secret_value(SecretId="prod/fraud/db1")["SecretString"]\npassword = json.loads(secret)["password"]\nconn = connect(user=user, password=password, token=token)',
    'password = getpass.getpass("Password: ")\nparser.add_argument("--api-token", "--hub-access-token", help="Your token")',
    'df = df.drop(columns=["password", "credit_card_number1", "api_token"])',
    'grep -q "-----BEGIN RSA PRIVATE KEY-----" /home/ec2-user/.ssh/id_rsa && echo present',
    'docker run -u 1000:1000 -v /opt/ml:/opt/ml train:latest\nrsync -u host:/data/models-2026 .',
    'pip install git+https://github.com/wandb/wandb@9fceb02d0ae598e95dc970b74767f19372d61af8',
    'pip install sagemaker==2.232.0 --hash=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    '# usage: redis://:password@host or postgresql://user:password@localhost/db\n# export DB_PASSWORD=<your password>',
    'url = f"postgresql://{user}:{password}@{host}:5432/{db}"\nheaders = {"Authorization": f"Bearer {token}"}',
    'if [ "$TOKEN" == "uninitialised1" ]; then echo "no token: run aws sso login"; fi',
    'class TokenClassifier(nn.Module):\n    def forward(self, token_ids: Tensor, secret_mask: Tensor = None, key: str = "input_ids_2"): ...',
    'jupyter lab --ServerApp.token="" --ServerApp.password=""\necho "c.NotebookApp.password_required = False" >> config.py',
    'def login(token: str | None = None, password: Optional[str] = None) -> Session: ...',
    'role = "AROAIOSFODNN7ABCDEFG"\nuser = "AIDAIOSFODNN7ABCDEFG"\naccount_id = 111122223333',
  ].map((text) => ({ label: text.split('\n')[0] ?? '', form: 'text' as const, key: '', text: `${hash}${text}\n` })),
];
