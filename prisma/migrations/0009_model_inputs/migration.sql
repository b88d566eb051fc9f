-- AlterTable
ALTER TABLE "Model" ADD COLUMN     "inputLayout" TEXT NOT NULL DEFAULT 'NCHW',
ADD COLUMN     "inputType" TEXT;
