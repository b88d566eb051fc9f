"use client";

import { type RefObject, useEffect, useMemo, useState } from "react";
import { useElementWidth } from "@/ui/useElementWidth";
import type { ColourScale } from "./colourScale";
import { channelPixels, dotUntrusted, drawChannel, hatch, startCanvas, tileOrigin } from "./paintMap";
import { layoutMosaic, tileAt, type UnitMap } from "./prepareUnitMap";

interface MosaicCanvasProps {
  readonly map: UnitMap;
  /** Channels in the order of the tiles. */
  readonly order: readonly number[];
  readonly scale: ColourScale;
  readonly chosen: number;
  readonly onChoose: (channel: number) => void;
  readonly onHover: (channel: number | null) => void;
  readonly canvasRef: RefObject<HTMLCanvasElement | null>;
  /** Changes when the theme does, so that the hatching is drawn anew. */
  readonly theme: string;
}

/** All channels of a checkpoint as tiles on one canvas, all on one colour scale; a click chooses a channel. */
export function MosaicCanvas(props: MosaicCanvasProps) {
  const { map, order, scale, chosen, onChoose, onHover, canvasRef, theme } = props;
  const [box, width] = useElementWidth<HTMLDivElement>();
  const [hovered, setHovered] = useState<number | null>(null);
  const layout = useMemo(
    () => layoutMosaic(order.length, map, Math.max(120, width), 380),
    [order.length, map, width],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colours that hatch() reads
  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas && width > 0 ? startCanvas(canvas, layout.width, layout.height) : null;
    if (!context) return;
    order.forEach((channel, position) => {
      const place = { ...tileOrigin(layout, position), width: layout.tileWidth, height: layout.tileHeight };
      const pixels = channelPixels(map, channel, scale);
      if (map.values.length > 0) hatch(context, place.x, place.y, place.width, place.height);
      drawChannel(context, pixels, place);
      dotUntrusted(context, map, channel, scale, place);
    });
  }, [map, order, scale, layout, theme, width]);

  const pointed = (event: { clientX: number; clientY: number; currentTarget: Element }): number | null => {
    const frame = event.currentTarget.getBoundingClientRect();
    const position = tileAt(layout, order.length, event.clientX - frame.left, event.clientY - frame.top);
    return position === null ? null : (order[position] ?? null);
  };
  const hover = (channel: number | null) => {
    setHovered(channel);
    onHover(channel);
  };
  const outline = (channel: number | null, tone: string) => {
    const position = channel === null ? -1 : order.indexOf(channel);
    if (position < 0) return null;
    const { x, y } = tileOrigin(layout, position);
    return (
      <span
        aria-hidden
        className={`pointer-events-none absolute rounded-[2px] ${tone}`}
        style={{ left: x - 2, top: y - 2, width: layout.tileWidth + 4, height: layout.tileHeight + 4 }}
      />
    );
  };
  return (
    <div ref={box} className="overflow-x-auto p-0.5">
      <div className="relative" style={{ width: layout.width, height: layout.height }}>
        <canvas
          ref={canvasRef}
          role="img"
          aria-label={`${order.length} channels as tiles; the channel can also be chosen from the list above`}
          className="block cursor-pointer"
          style={{ width: layout.width, height: layout.height }}
          onClick={(event) => {
            const channel = pointed(event);
            if (channel !== null) onChoose(channel);
          }}
          onMouseMove={(event) => hover(pointed(event))}
          onMouseLeave={() => hover(null)}
        />
        {outline(hovered, "border-2 border-border-strong")}
        {outline(chosen, "border-2 border-accent")}
      </div>
    </div>
  );
}
