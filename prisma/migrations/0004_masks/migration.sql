-- CreateEnum
CREATE TYPE "MaskCombination" AS ENUM ('UNION', 'INTERSECTION');

-- CreateTable
CREATE TABLE "Mask" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "rules" JSONB NOT NULL,
    "combination" "MaskCombination",
    "alpha" DOUBLE PRECISION NOT NULL,
    "unitCount" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Mask_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MaskCheckpoint" (
    "maskId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "checkpointName" TEXT NOT NULL,
    "tensor" TEXT NOT NULL,
    "shape" INTEGER[],
    "unitCount" INTEGER NOT NULL,
    "units" BYTEA NOT NULL,
    "alpha" DOUBLE PRECISION,
    "multipliers" BYTEA,
    "requested" INTEGER NOT NULL,
    "eligible" INTEGER NOT NULL,
    "undefinedCount" INTEGER NOT NULL,
    "threshold" DOUBLE PRECISION,
    "tiesLeftOut" INTEGER NOT NULL,

    CONSTRAINT "MaskCheckpoint_pkey" PRIMARY KEY ("maskId","position")
);

-- CreateTable
CREATE TABLE "MaskEvaluation" (
    "id" UUID NOT NULL,
    "status" "RunStatus" NOT NULL DEFAULT 'QUEUED',
    "maskId" UUID NOT NULL,
    "imageSetId" UUID NOT NULL,
    "spec" JSONB NOT NULL,
    "failure" TEXT,
    "evaluationsPlanned" DOUBLE PRECISION NOT NULL,
    "evaluationsDone" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "evaluationsReused" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "evaluationsPerSecond" DOUBLE PRECISION,
    "secondsRemaining" DOUBLE PRECISION,
    "cancelRequestedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "stateKey" TEXT,
    "predictionsKey" TEXT,

    CONSTRAINT "MaskEvaluation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MaskStudy" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "status" "RunStatus" NOT NULL DEFAULT 'QUEUED',
    "runId" UUID NOT NULL,
    "imageSetId" UUID NOT NULL,
    "measure" "Measure" NOT NULL,
    "spec" JSONB NOT NULL,
    "failure" TEXT,
    "evaluationsPlanned" DOUBLE PRECISION NOT NULL,
    "evaluationsDone" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "evaluationsReused" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "evaluationsPerSecond" DOUBLE PRECISION,
    "secondsRemaining" DOUBLE PRECISION,
    "cancelRequestedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "stateKey" TEXT,
    "predictionsKey" TEXT,

    CONSTRAINT "MaskStudy_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Mask_runId_createdAt_idx" ON "Mask"("runId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "MaskCheckpoint_maskId_checkpointName_key" ON "MaskCheckpoint"("maskId", "checkpointName");

-- CreateIndex
CREATE INDEX "MaskEvaluation_maskId_createdAt_idx" ON "MaskEvaluation"("maskId", "createdAt");

-- CreateIndex
CREATE INDEX "MaskStudy_createdAt_id_idx" ON "MaskStudy"("createdAt", "id");

-- CreateIndex
CREATE INDEX "MaskStudy_runId_createdAt_idx" ON "MaskStudy"("runId", "createdAt");

-- AddForeignKey
ALTER TABLE "Mask" ADD CONSTRAINT "Mask_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MaskCheckpoint" ADD CONSTRAINT "MaskCheckpoint_maskId_fkey" FOREIGN KEY ("maskId") REFERENCES "Mask"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MaskEvaluation" ADD CONSTRAINT "MaskEvaluation_maskId_fkey" FOREIGN KEY ("maskId") REFERENCES "Mask"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MaskEvaluation" ADD CONSTRAINT "MaskEvaluation_imageSetId_fkey" FOREIGN KEY ("imageSetId") REFERENCES "ImageSet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MaskStudy" ADD CONSTRAINT "MaskStudy_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MaskStudy" ADD CONSTRAINT "MaskStudy_imageSetId_fkey" FOREIGN KEY ("imageSetId") REFERENCES "ImageSet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
