-- AlterTable
ALTER TABLE "ChannelIndex" ADD COLUMN     "flags" BYTEA NOT NULL DEFAULT '\x';

-- AlterTable
ALTER TABLE "IndexMap" ADD COLUMN     "distinguishableCount" INTEGER,
ADD COLUMN     "simultaneousHalfWidth" DOUBLE PRECISION,
ADD COLUMN     "untrustedCount" INTEGER;
