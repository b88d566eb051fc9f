"use client";

import { useMutation } from "@apollo/client/react";
import { Save } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/ui/Button";
import { ErrorNotice } from "@/ui/Notice";
import { TextField } from "@/ui/TextField";
import { maskPath } from "@/url/choices";
import { CreateMaskDocument, RunMasksDocument } from "./masking.query";
import { type MaskRule, ruleInput } from "./maskRule";

/** Keeps the rule as a mask that can be evaluated, under a name. */
export function StoreMask({ runId, rule }: { readonly runId: string; readonly rule: MaskRule }) {
  const router = useRouter();
  const [name, setName] = useState("");
  const [create, { loading, error }] = useMutation(CreateMaskDocument, {
    refetchQueries: [{ query: RunMasksDocument, variables: { id: runId } }],
  });
  const store = async () => {
    const variables = { rule: ruleInput(rule, runId), ...(name.trim() ? { name: name.trim() } : {}) };
    const { data } = await create({ variables });
    if (data) router.push(maskPath(data.createMask.id));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    // A refusal is shown from the hook's error.
    void store().catch(() => undefined);
  };
  return (
    <form noValidate onSubmit={onSubmit} className="rounded-lg border border-border bg-surface p-4">
      <h2 className="text-base font-semibold">Store this mask</h2>
      <p className="text-muted">A stored mask can be evaluated, combined with another and downloaded.</p>
      <div className="mt-3 flex flex-wrap items-end gap-3">
        <TextField label="Name" value={name} placeholder="made from the rule" onChange={setName} />
        <Button type="submit" tone="primary" disabled={loading}>
          <Save aria-hidden className="size-4" /> {loading ? "Storing" : "Store mask"}
        </Button>
      </div>
      {error ? (
        <div className="mt-3">
          <ErrorNotice error={error} />
        </div>
      ) : null}
    </form>
  );
}
