"use client";

import { type KeyboardEvent, type RefObject, useEffect, useState } from "react";
import { formatEstimate } from "@/format/estimate";
import { UNTRUSTED } from "@/format/measures";
import { useElementWidth } from "@/ui/useElementWidth";
import type { ColourScale } from "./colourScale";
import { channelPixels, dotUntrusted, drawChannel, hatch, startCanvas } from "./paintMap";
import { isUntrusted, type UnitMap, unitIndex } from "./prepareUnitMap";

interface UnitMapCanvasProps {
  readonly map: UnitMap;
  readonly channel: number;
  readonly scale: ColourScale;
  readonly onOpen: (y: number, x: number) => void;
  readonly canvasRef: RefObject<HTMLCanvasElement | null>;
  /** Changes when the theme does, so that the hatching is drawn anew. */
  readonly theme: string;
}

const LARGEST = 380;
/** A vector has one unit a channel; it needs no large square. */
const LARGEST_UNIT = 64;

interface Place {
  readonly y: number;
  readonly x: number;
}

/** One channel at full size. Pointer or arrow keys read a unit; a click or Enter opens it. */
export function UnitMapCanvas({ map, channel, scale, onOpen, canvasRef, theme }: UnitMapCanvasProps) {
  const [box, room] = useElementWidth<HTMLDivElement>();
  const [place, setPlace] = useState<Place | null>(null);
  const fitting = Math.floor(Math.min(LARGEST, room || LARGEST) / Math.max(map.height, map.width));
  const cell = Math.max(1, Math.min(LARGEST_UNIT, fitting));
  const width = cell * map.width;
  const height = cell * map.height;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colours that hatch() reads
  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas && room > 0 ? startCanvas(canvas, width, height) : null;
    if (!context) return;
    const frame = { x: 0, y: 0, width, height };
    hatch(context, 0, 0, width, height);
    drawChannel(context, channelPixels(map, channel, scale), frame);
    dotUntrusted(context, map, channel, scale, frame);
  }, [map, channel, scale, width, height, theme, room]);

  const read = (at: Place): string => {
    const index = unitIndex(map, channel, at.y, at.x);
    const value = map.values[index]!;
    if (!Number.isFinite(value)) return "this unit never varies and has no index";
    const half = map.halfWidths[index]!;
    const text = formatEstimate({ value, halfWidth: Number.isFinite(half) ? half : null });
    return isUntrusted(map, index) ? `${text}, ${UNTRUSTED}` : text;
  };
  const pointed = (event: { clientX: number; clientY: number; currentTarget: Element }): Place => {
    const frame = event.currentTarget.getBoundingClientRect();
    return {
      y: Math.min(map.height - 1, Math.max(0, Math.floor((event.clientY - frame.top) / cell))),
      x: Math.min(map.width - 1, Math.max(0, Math.floor((event.clientX - frame.left) / cell))),
    };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      const from = place ?? { y: 0, x: 0 };
      setPlace({
        y: Math.min(map.height - 1, Math.max(0, from.y + step[0])),
        x: Math.min(map.width - 1, Math.max(0, from.x + step[1])),
      });
    } else if (event.key === "Enter" && place) {
      onOpen(place.y, place.x);
    }
  };
  return (
    <div ref={box}>
      <button
        type="button"
        aria-label={`Map of channel ${channel}, ${map.height} by ${map.width} units. Arrow keys read a unit, Enter opens it.`}
        className="relative block cursor-crosshair"
        style={{ width, height }}
        onKeyDown={onKeyDown}
        onMouseMove={(event) => setPlace(pointed(event))}
        onMouseLeave={() => setPlace(null)}
        onClick={(event) => {
          // A click made by the keyboard carries no position and is handled above.
          if (event.detail > 0) {
            const at = pointed(event);
            onOpen(at.y, at.x);
          }
        }}
      >
        <canvas ref={canvasRef} data-testid="unit-map" className="block" style={{ width, height }} />
        {place ? (
          <span
            aria-hidden
            className="pointer-events-none absolute border-2 border-white outline outline-1 outline-black"
            style={{ left: place.x * cell, top: place.y * cell, width: cell, height: cell }}
          />
        ) : null}
      </button>
      <p aria-live="polite" className="mt-2 min-h-5 text-xs text-muted">
        {place ? (
          <>
            channel {channel}, y {place.y}, x {place.x}:{" "}
            <span className="font-medium text-text">{read(place)}</span>
          </>
        ) : (
          "Point at a unit to read it; click to open it."
        )}
      </p>
    </div>
  );
}
