// What a scan by Logs Insights costs, and amounts of dollars in words.

export const BYTES_PER_GB = 1_000_000_000;

/** Logs Insights, US dollars a GB scanned: https://aws.amazon.com/cloudwatch/pricing/ */
export const SCAN_PRICE = { dollarsPerGb: 0.005, region: 'us-east-1', asOf: '2026-11' } as const;

export const scanDollars = (bytes: number): number =>
  (bytes / BYTES_PER_GB) * SCAN_PRICE.dollarsPerGb;

/** An estimate: to a hundredth of a cent below one cent, to the cent above. */
export function dollars(amount: number): string {
  if (amount === 0) return '$0';
  if (amount < 0.0001) return 'less than $0.0001';
  return `about $${amount < 0.01 ? amount.toFixed(4) : amount.toFixed(2)}`;
}
