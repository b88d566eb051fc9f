-- AlterTable
ALTER TABLE "Model" ADD COLUMN     "classIds" TEXT[] DEFAULT ARRAY[]::TEXT[];
