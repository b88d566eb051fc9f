-- AlterTable
ALTER TABLE "Checkpoint" ADD COLUMN     "note" TEXT;

-- AlterTable
ALTER TABLE "Model" ADD COLUMN     "oneAtATime" TEXT;
