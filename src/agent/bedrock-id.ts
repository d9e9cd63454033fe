// Which ids of models mean Amazon Bedrock.

/** Ids by which Bedrock is asked: `bedrock/ID`, an ARN, or an id that names the vendor. */
const BEDROCK_ID = /^(?:bedrock\/(.+)|(arn:aws[\w-]*:bedrock:.+)|((?:[a-z-]+\.)?anthropic\..+))$/;

/** The id of a model on Bedrock without its mark; null where the id means another server. */
export function bedrockId(id: string): string | null {
  const [, marked, arn, named] = BEDROCK_ID.exec(id) ?? [];
  return marked ?? arn ?? named ?? null;
}
