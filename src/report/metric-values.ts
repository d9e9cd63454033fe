// Values of a metric put together over a longer time, as its statistic means them.

/** Of percentiles the highest; null where there is none. */
export function together(values: readonly number[], statistic: string): number | null {
  if (values.length === 0) return null;
  const sum = values.reduce((total, value) => total + value, 0);
  if (statistic === 'Sum' || statistic === 'SampleCount') return sum;
  if (statistic === 'Minimum') return Math.min(...values);
  return statistic === 'Average' ? sum / values.length : Math.max(...values);
}
