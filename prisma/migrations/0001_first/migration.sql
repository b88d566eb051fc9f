-- CreateEnum
CREATE TYPE "RunStatus" AS ENUM ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "Method" AS ENUM ('SOBOL', 'SHAPLEY', 'SHAPLEY_NESTED', 'VARIANCE', 'CONTRAST');

-- CreateEnum
CREATE TYPE "Measure" AS ENUM ('S1', 'ST', 'S2', 'SHAPLEY', 'VARIANCE', 'MEAN', 'CONTRAST');

-- CreateTable
CREATE TABLE "Model" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "byteSize" BIGINT NOT NULL,
    "opset" INTEGER NOT NULL,
    "inputName" TEXT NOT NULL,
    "inputShape" INTEGER[],
    "classLabels" TEXT[],
    "preprocessing" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Model_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Checkpoint" (
    "modelId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "tensor" TEXT NOT NULL,
    "shape" INTEGER[],
    "unitCount" INTEGER NOT NULL,
    "operator" TEXT NOT NULL,
    "suggested" BOOLEAN NOT NULL,

    CONSTRAINT "Checkpoint_pkey" PRIMARY KEY ("modelId","position")
);

-- CreateTable
CREATE TABLE "ImageSet" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "classes" TEXT[],
    "imageCount" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ImageSet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImagePartition" (
    "imageSetId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "imageCount" INTEGER NOT NULL,

    CONSTRAINT "ImagePartition_pkey" PRIMARY KEY ("imageSetId","position")
);

-- CreateTable
CREATE TABLE "ImageFile" (
    "imageSetId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "partition" INTEGER NOT NULL,
    "classIndex" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "byteSize" INTEGER NOT NULL,

    CONSTRAINT "ImageFile_pkey" PRIMARY KEY ("imageSetId","position")
);

-- CreateTable
CREATE TABLE "Run" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "status" "RunStatus" NOT NULL DEFAULT 'QUEUED',
    "method" "Method" NOT NULL,
    "modelId" UUID NOT NULL,
    "imageSetId" UUID NOT NULL,
    "spec" JSONB NOT NULL,
    "factors" JSONB NOT NULL,
    "checkpoints" TEXT[],
    "tags" TEXT[],
    "notes" TEXT,
    "failure" TEXT,
    "provenance" JSONB NOT NULL DEFAULT '{}',
    "evaluationsPlanned" DOUBLE PRECISION NOT NULL,
    "evaluationsDone" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "evaluationsReused" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "evaluationsPerSecond" DOUBLE PRECISION,
    "secondsRemaining" DOUBLE PRECISION,
    "cancelRequestedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunState" (
    "runId" UUID NOT NULL,
    "blocksDone" INTEGER NOT NULL,
    "blobKey" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RunState_pkey" PRIMARY KEY ("runId")
);

-- CreateTable
CREATE TABLE "IndexMap" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "checkpointName" TEXT NOT NULL,
    "measure" "Measure" NOT NULL,
    "factor" TEXT NOT NULL DEFAULT '',
    "withFactor" TEXT NOT NULL DEFAULT '',
    "shape" INTEGER[],
    "unitCount" INTEGER NOT NULL,
    "mean" DOUBLE PRECISION,
    "sd" DOUBLE PRECISION,
    "min" DOUBLE PRECISION,
    "max" DOUBLE PRECISION,
    "undefinedCount" INTEGER NOT NULL,
    "meanHalfWidth" DOUBLE PRECISION,
    "aggregated" DOUBLE PRECISION,
    "aggregatedHalfWidth" DOUBLE PRECISION,
    "quantiles" JSONB NOT NULL,
    "histogram" JSONB NOT NULL,

    CONSTRAINT "IndexMap_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChannelIndex" (
    "indexMapId" UUID NOT NULL,
    "channel" INTEGER NOT NULL,
    "values" BYTEA NOT NULL,
    "halfWidths" BYTEA NOT NULL,
    "mean" DOUBLE PRECISION,
    "max" DOUBLE PRECISION,
    "argmaxY" INTEGER,
    "argmaxX" INTEGER,
    "undefinedCount" INTEGER NOT NULL,
    "halfWidth" DOUBLE PRECISION,
    "aggregated" DOUBLE PRECISION,
    "aggregatedHalfWidth" DOUBLE PRECISION,

    CONSTRAINT "ChannelIndex_pkey" PRIMARY KEY ("indexMapId","channel")
);

-- CreateTable
CREATE TABLE "SetupStep" (
    "key" TEXT NOT NULL,
    "doneAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SetupStep_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "Model_name_key" ON "Model"("name");

-- CreateIndex
CREATE INDEX "Model_createdAt_id_idx" ON "Model"("createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Checkpoint_modelId_name_key" ON "Checkpoint"("modelId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "ImageSet_name_key" ON "ImageSet"("name");

-- CreateIndex
CREATE INDEX "ImageSet_createdAt_id_idx" ON "ImageSet"("createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ImagePartition_imageSetId_name_key" ON "ImagePartition"("imageSetId", "name");

-- CreateIndex
CREATE INDEX "Run_createdAt_id_idx" ON "Run"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Run_name_id_idx" ON "Run"("name", "id");

-- CreateIndex
CREATE INDEX "Run_status_createdAt_idx" ON "Run"("status", "createdAt");

-- CreateIndex
CREATE INDEX "Run_modelId_createdAt_idx" ON "Run"("modelId", "createdAt");

-- CreateIndex
CREATE INDEX "Run_imageSetId_createdAt_idx" ON "Run"("imageSetId", "createdAt");

-- CreateIndex
CREATE INDEX "Run_tags_idx" ON "Run" USING GIN ("tags");

-- CreateIndex
CREATE INDEX "IndexMap_runId_position_idx" ON "IndexMap"("runId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "IndexMap_runId_checkpointName_measure_factor_withFactor_key" ON "IndexMap"("runId", "checkpointName", "measure", "factor", "withFactor");

-- AddForeignKey
ALTER TABLE "Checkpoint" ADD CONSTRAINT "Checkpoint_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "Model"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImagePartition" ADD CONSTRAINT "ImagePartition_imageSetId_fkey" FOREIGN KEY ("imageSetId") REFERENCES "ImageSet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImageFile" ADD CONSTRAINT "ImageFile_imageSetId_fkey" FOREIGN KEY ("imageSetId") REFERENCES "ImageSet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "Model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_imageSetId_fkey" FOREIGN KEY ("imageSetId") REFERENCES "ImageSet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunState" ADD CONSTRAINT "RunState_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IndexMap" ADD CONSTRAINT "IndexMap_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChannelIndex" ADD CONSTRAINT "ChannelIndex_indexMapId_fkey" FOREIGN KEY ("indexMapId") REFERENCES "IndexMap"("id") ON DELETE CASCADE ON UPDATE CASCADE;
