/** Takes a picture, chosen or dropped. */
import { observer } from "mobx-react-lite";
import { useId } from "react";
import type { LookInput } from "../api/looker.ts";
import { useInside } from "./useInside.ts";

export const UploadPad = observer(function UploadPad({ input: { pictures, largest_picture } }: { input: LookInput }) {
  const { input } = useInside();
  const field = useId();
  const names = pictures.map((type) => type.replace("image/", "").toUpperCase()).join(", ");
  return (
    <div className="upload">
      <label htmlFor={field} className="upload-area">
        <strong>{input.upload?.name ?? "Choose a picture"}</strong>
        <span>{`or drop one anywhere on the page. ${names}, up to ${largest_picture >> 20} MB.`}</span>
      </label>
      <input
        id={field}
        type="file"
        accept={pictures.join(",")}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file !== undefined) input.take(file);
          // So that the same file can be chosen again.
          target.value = "";
        }}
      />
    </div>
  );
});
