-- AlterTable
ALTER TABLE "ImageSet" ADD COLUMN     "leftOut" TEXT,
ADD COLUMN     "skippedCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "skippedImages" JSONB NOT NULL DEFAULT '[]';
