import { describe, expect, test } from 'vitest';
import { timelineOf } from '../../src/evidence/timeline.ts';
import { seriesOf } from './series.ts';
import { FOUR_HOURS, MINUTE, merged, START_MS, scattered } from './support.ts';

describe('timelineOf', () => {
  test('a peak between natural boundaries is stated exactly', () => {
    const outside = merged(scattered(250, 0, 135, 1), scattered(174, 165, 240, 2));
    const times = merged(outside, scattered(423, 135, 165, 3));
    const { binSeconds, bins, peak, baselinePerHour } = timelineOf(times, FOUR_HOURS);
    expect({
      binSeconds,
      bins: bins.length,
      total: bins.reduce((sum, bin) => sum + bin.errors, 0),
      peak,
    }).toEqual({
      binSeconds: 300,
      bins: 48,
      total: 847,
      peak: { startMs: START_MS + 135 * MINUTE, endMs: START_MS + 165 * MINUTE, errors: 423 },
    });
    expect(baselinePerHour).toBeCloseTo(424 / 3.5, 6);
  });

  test('two incidents are two peaks, and the rate is that outside both', () => {
    const times = merged(
      scattered(80, 33, 34, 1),
      scattered(70, 166, 167, 2),
      scattered(6, 0, 240, 3),
    );
    const { peak, peaks = [], baselinePerHour } = timelineOf(times, FOUR_HOURS);
    expect(peaks).toHaveLength(2);
    expect(peaks[0]).toEqual(peak);
    expect(peaks.map(({ errors }) => errors >= 70)).toEqual([true, true]);
    expect(peaks[0]?.errors).toBeGreaterThanOrEqual(80);
    expect(baselinePerHour).toBeLessThan(2);
  });

  test('the edges of an incident are not its normal time', () => {
    const background = scattered(40, 0, 240, 5);
    const incident = merged(scattered(400, 122, 145, 6), scattered(24, 145, 149, 7));
    const burst = {
      startMs: START_MS + 122 * MINUTE,
      endMs: START_MS + 149 * MINUTE,
      errors: incident.length,
    };
    const times = merged(background, incident);
    const alone = timelineOf(times, FOUR_HOURS);
    const { peak, baselinePerHour, edgeErrors } = timelineOf(times, FOUR_HOURS, [burst]);
    expect(alone.baselinePerHour).toBeGreaterThan(14);
    expect(peak).toEqual(alone.peak);
    expect(baselinePerHour).toBeGreaterThan(8);
    expect(baselinePerHour).toBeLessThan(12);
    const outsidePeak = incident.filter(
      (ms) => ms < (peak?.startMs ?? 0) || ms >= (peak?.endMs ?? 0),
    );
    expect(edgeErrors).toBeGreaterThanOrEqual(outsidePeak.length);
    expect(edgeErrors).toBeLessThan(outsidePeak.length + 5);
  });

  test('a burst that lies mostly elsewhere is no edge of a peak', () => {
    const times = merged(scattered(40, 0, 240, 5), scattered(400, 122, 143, 6));
    const long = { startMs: START_MS + 10 * MINUTE, endMs: START_MS + 150 * MINUTE, errors: 420 };
    expect(timelineOf(times, FOUR_HOURS, [long])).toEqual(timelineOf(times, FOUR_HOURS));
  });

  test('without a burst the rate is that of the whole window', () => {
    const timeline = timelineOf(scattered(400, 0, 240, 4), FOUR_HOURS);
    expect([timeline.peak, timeline.baselinePerHour]).toEqual([null, 100]);
  });

  test('bins and peaks hold what looking at every time finds in them', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { timesMs, window } = seriesOf(seed);
      const { bins, binSeconds, peaks = [], peak, baselinePerHour } = timelineOf(timesMs, window);
      const within = (startMs: number, endMs: number) =>
        timesMs.filter((time) => time >= startMs && time < endMs).length;
      for (const { startMs, errors } of bins)
        expect(errors).toBe(within(startMs, startMs + binSeconds * 1_000));
      for (const each of peaks) expect(each.errors).toBe(within(each.startMs, each.endMs));
      expect(peak).toEqual(peaks[0] ?? null);
      const outside = timesMs.filter(
        (time) => !peaks.some(({ startMs, endMs }) => time >= startMs && time < endMs),
      );
      const outsideMs = peaks.reduce(
        (left, { startMs, endMs }) => left - (endMs - startMs),
        window.endMs - window.startMs,
      );
      if (outsideMs > 0)
        expect(baselinePerHour).toBeCloseTo(outside.length / (outsideMs / 3_600_000), 6);
    }
  });

  test('an empty window has empty bins', () => {
    const { bins, peak, baselinePerHour } = timelineOf([], FOUR_HOURS);
    expect([bins.every((bin) => bin.errors === 0), peak, baselinePerHour]).toEqual([true, null, 0]);
  });

  test.each([
    [1, 1],
    [60, 60],
    [120, 300],
    [360, 600],
    [480, 600],
    [1_440, 1_800],
    [3 * 1_440, 3_600],
    [8 * 1_440, 3_600],
    [90 * 1_440, 43_200],
  ])('a window of %i minutes has bins of %i seconds', (minutes, seconds) => {
    const window = { startMs: START_MS, endMs: START_MS + minutes * MINUTE };
    expect(timelineOf([], window).binSeconds).toBe(seconds);
  });

  test('a peak never leaves the window', () => {
    const window = { startMs: START_MS + 2 * MINUTE, endMs: START_MS + 242 * MINUTE };
    const { peak } = timelineOf(merged(scattered(200, 2, 8, 5), scattered(40, 8, 242, 6)), window);
    expect(peak?.startMs).toBe(window.startMs);
  });
});
