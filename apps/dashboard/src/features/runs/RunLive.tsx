"use client";

import { useSubscription } from "@apollo/client/react";
import { useEffect, useRef } from "react";
import { RunProgressDocument } from "./runs.query";

interface RunLiveProps {
  readonly id: string;
  /** Called when progress cannot be pushed, so that the caller asks for it instead. */
  readonly onLost: () => void;
}

/** Keeps one active run up to date in the client's cache; draws nothing. */
export function RunLive({ id, onLost }: RunLiveProps) {
  const { error } = useSubscription(RunProgressDocument, { variables: { id } });
  const lost = useRef(onLost);
  lost.current = onLost;
  useEffect(() => {
    if (error) lost.current();
  }, [error]);
  return null;
}
