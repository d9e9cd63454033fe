// Agreement of the categories with the gold lines and the confusion table of each part: `npm run bench:categories`.
// With `-- --lines` it lists where the developed parts disagree; of the held-out part only the table is shown.
import {
  agreement,
  confusionTable,
  disagreements,
  goldLines,
  judge,
} from '../test/evidence/category-gold.ts';

const judged = goldLines().map(judge);
for (const part of ['develop', 'free-words', 'held-out'] as const) {
  const lines = judged.filter((line) => line.part === part);
  console.log(`${part}: ${(agreement(lines) * 100).toFixed(1)} % of ${lines.length} lines`);
  console.log(`${confusionTable(lines)}\n`);
  if (part !== 'held-out' && process.argv.includes('--lines')) console.log(disagreements(lines));
}
