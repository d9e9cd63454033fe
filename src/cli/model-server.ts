// The address of a model's own server, as ANTHROPIC_BASE_URL gives it.
import { Failure } from '../base/failure.ts';

export const NO_ADDRESS = {
  what: 'ANTHROPIC_BASE_URL is no http address',
  help: 'For example: http://localhost:11434',
};

export function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Throws Failure `usage` where it is set and nothing can be asked there. */
export function refuseNoAddress(baseUrl: string | null): void {
  if (baseUrl === null || isAddress(baseUrl)) return;
  const { what, help } = NO_ADDRESS;
  throw new Failure('usage', `${what}: "${baseUrl}".`, [help]);
}
