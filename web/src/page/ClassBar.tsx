/** A class in a list: its color and its name, a bar, and the number that the bar shows. */
import { observer } from "mobx-react-lite";
import type { ReactNode } from "react";
import { usePage } from "./usePage.ts";

interface ClassBarProps {
  readonly number: number;
  /** Of the bar, from 0 to 1. */
  readonly filled: number;
  readonly text: string;
  /** Whether it is what the list is about: the others are gray. */
  readonly isStrong: boolean;
  readonly rank?: number;
  /** Beside the name. */
  readonly badge?: ReactNode;
}

export const ClassBar = observer(function ClassBar({ number, filled, text, isStrong, rank, badge }: ClassBarProps) {
  const { classes } = usePage();
  const name = classes.names[number] ?? String(number);
  return (
    <li className="class-bar" value={rank} data-strong={isStrong}>
      <span className="bar-name">
        <span className="swatch" style={{ "--color": classes.colorOf(number) }} />
        <span className="bar-class" title={classes.titleOf(number)}>
          {name}
        </span>
        {badge}
      </span>
      <span className="bar" aria-hidden="true">
        <span style={{ "--filled": filled }} />
      </span>
      <span className="bar-share">{text}</span>
    </li>
  );
});
