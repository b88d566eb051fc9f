"use client";

import { useMutation } from "@apollo/client/react";
import { Combine } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import type { MaskCombination } from "@/gql/graphql";
import { Button } from "@/ui/Button";
import { ErrorNotice } from "@/ui/Notice";
import { NumberField } from "@/ui/NumberField";
import { Segmented } from "@/ui/Segmented";
import { Select } from "@/ui/Select";
import { TextField } from "@/ui/TextField";
import { maskPath } from "@/url/choices";
import type { ListedMask } from "./MaskList";
import { CombineMasksDocument, RunMasksDocument } from "./masking.query";
import { MOST_ALPHA } from "./maskRule";

interface CombineMasksProps {
  readonly runId: string;
  /** Masks that choose units; soft ones touch every unit and cannot be combined. */
  readonly masks: readonly ListedMask[];
}

/** Makes one mask out of two stored ones. */
export function CombineMasks({ runId, masks }: CombineMasksProps) {
  const router = useRouter();
  const [leftId, setLeft] = useState(masks[1]?.id ?? "");
  const [rightId, setRight] = useState(masks[0]?.id ?? "");
  const [combination, setCombination] = useState<MaskCombination>("UNION");
  const [alpha, setAlpha] = useState(Number.NaN);
  const [name, setName] = useState("");
  const [combine, { loading, error }] = useMutation(CombineMasksDocument, {
    refetchQueries: [{ query: RunMasksDocument, variables: { id: runId } }],
  });
  const left = masks.find((mask) => mask.id === leftId) ?? masks[0];
  const right = masks.find((mask) => mask.id === rightId) ?? masks[0];
  if (!left || !right) return null;
  const differ = left.alpha !== right.alpha;
  const problem =
    left.id === right.id
      ? "Choose two different masks."
      : differ && Number.isNaN(alpha)
        ? "The masks have different multipliers: say which one holds for the combination."
        : null;
  const store = async () => {
    const { data } = await combine({
      variables: {
        left: left.id,
        right: right.id,
        combination,
        ...(differ ? { alpha } : {}),
        ...(name.trim() ? { name: name.trim() } : {}),
      },
    });
    if (data) router.push(maskPath(data.combineMasks.id));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (problem === null) void store().catch(() => undefined);
  };
  const choices = masks.map((mask) => ({ value: mask.id, label: mask.name }));
  return (
    <form noValidate onSubmit={onSubmit} className="space-y-3 rounded-lg border border-border bg-surface p-4">
      <h2 className="text-base font-semibold">Combine two masks</h2>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Select label="First" value={left.id} choices={choices} onChange={setLeft} />
        <Segmented
          label="Combination"
          value={combination}
          choices={[
            { value: "UNION", label: "or", title: "Union: units of either mask" },
            { value: "INTERSECTION", label: "and", title: "Intersection: units of both masks" },
          ]}
          onChange={setCombination}
        />
        <Select label="Second" value={right.id} choices={choices} onChange={setRight} />
        {differ ? (
          <NumberField
            label="Alpha"
            min={-MOST_ALPHA}
            max={MOST_ALPHA}
            step="any"
            value={alpha}
            onChange={setAlpha}
          />
        ) : null}
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <TextField label="Name" value={name} placeholder="made from the two masks" onChange={setName} />
        <Button type="submit" disabled={loading || problem !== null}>
          <Combine aria-hidden className="size-4" /> {loading ? "Combining" : "Combine"}
        </Button>
      </div>
      {problem ? <p className="text-xs text-muted">{problem}</p> : null}
      {error ? <ErrorNotice error={error} /> : null}
    </form>
  );
}
