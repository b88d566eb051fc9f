interface ProgressBarProps {
  /** 0 to 1. */
  readonly share: number;
  readonly label: string;
  readonly isMoving: boolean;
}

export function ProgressBar({ share, label, isMoving }: ProgressBarProps) {
  const percent = Math.max(0, Math.min(100, share * 100));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(percent)}
      className="h-1.5 w-full overflow-hidden rounded-full bg-border"
    >
      <div
        className={`h-full rounded-full bg-running ${isMoving ? "running-stripes" : ""}`}
        style={{ width: `${percent}%`, transition: "width 200ms linear" }}
      />
    </div>
  );
}
