import type { ReactElement } from "react";
import { barsOf, type Series } from "../rules/series.ts";

const height = 40;
const gap = 0.2;

interface Props {
  /** The text for screen readers. */
  label: string;
  series: Series;
  /** The failed ones, drawn in front. */
  bad?: Series;
}

/** A small chart. */
export function Bars({ label, series, bad = [] }: Props): ReactElement {
  const scale = Math.max(1, ...series, ...bad);
  const layers = [
    { look: "fill-accent", bars: barsOf(series, scale, height) },
    { look: "fill-bad-line", bars: barsOf(bad, scale, height) },
  ];
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${Math.max(1, series.length)} ${height}`}
      preserveAspectRatio="none"
      className="h-14 w-full border-b border-line"
    >
      {layers.map(({ look, bars }) =>
        bars.map(({ x, y, height: tall }) => (
          <rect key={`${look} ${x}`} className={look} x={x + gap / 2} y={y} width={1 - gap} height={tall} />
        )),
      )}
    </svg>
  );
}
