-- One column for values, half widths and flags, behind a byte that tells what follows: 0 without flags, 1 with them.
ALTER TABLE "ChannelIndex" ADD COLUMN "units" BYTEA;
UPDATE "ChannelIndex" SET "units" =
  CASE WHEN length("flags") > 0 THEN '\x01'::bytea ELSE '\x00'::bytea END || "values" || "halfWidths" || "flags";
-- Channels of a single unit become one row, channel 0, with the units of all of them.
UPDATE "ChannelIndex" AS c SET
  "units" = v."units", "mean" = m."mean", "max" = m."max", "undefinedCount" = m."undefinedCount",
  "halfWidth" = m."meanHalfWidth", "aggregated" = m."aggregated", "aggregatedHalfWidth" = m."aggregatedHalfWidth"
FROM (
  SELECT "indexMapId",
    CASE WHEN max(length("flags")) > 0 THEN '\x01'::bytea ELSE '\x00'::bytea END
      || string_agg("values", ''::bytea ORDER BY "channel")
      || string_agg("halfWidths", ''::bytea ORDER BY "channel")
      || string_agg("flags", ''::bytea ORDER BY "channel") AS "units"
  FROM "ChannelIndex" GROUP BY "indexMapId" HAVING max(length("values")) = 4
) AS v JOIN "IndexMap" AS m ON m."id" = v."indexMapId"
WHERE c."indexMapId" = v."indexMapId" AND c."channel" = 0;
DELETE FROM "ChannelIndex" WHERE "channel" > 0 AND length("values") = 4;
ALTER TABLE "ChannelIndex" ALTER COLUMN "units" SET NOT NULL;
-- The bytes are compressed already, so trying again costs time and gains nothing.
ALTER TABLE "ChannelIndex" ALTER COLUMN "units" SET STORAGE EXTERNAL;
ALTER TABLE "ChannelIndex" DROP COLUMN "values", DROP COLUMN "halfWidths", DROP COLUMN "flags";
