// Agreement of the categories with the gold lines and the confusion table of both parts: `npm run bench:categories`.
// With `-- --lines` it lists where the developed part disagrees; of the held-out part only the table is shown.
import {
  agreement,
  confusionTable,
  disagreements,
  goldLines,
  judge,
} from '../test/evidence/category-gold.ts';

const judged = goldLines().map(judge);
for (const part of ['develop', 'held-out'] as const) {
  const lines = judged.filter((line) => line.part === part);
  console.log(`${part}: ${(agreement(lines) * 100).toFixed(1)} % of ${lines.length} lines`);
  console.log(`${confusionTable(lines)}\n`);
  if (part === 'develop' && process.argv.includes('--lines')) console.log(disagreements(lines));
}
