-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "Measure" ADD VALUE 'CONTRAST_MEAN';
ALTER TYPE "Measure" ADD VALUE 'CONTRAST_SD';
ALTER TYPE "Measure" ADD VALUE 'CONTRAST_RANK';
ALTER TYPE "Measure" ADD VALUE 'CONTRAST_P';
ALTER TYPE "Measure" ADD VALUE 'CONTRAST_P_CORRECTED';
