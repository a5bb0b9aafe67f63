/** What was used last, up to a total size: bytes, or a number of values. */

export class Recent<Value> {
  private readonly kept = new Map<string, { readonly value: Value; readonly size: number }>();
  private size = 0;

  constructor(private readonly most: number) {}

  get(key: string): Value | null {
    const found = this.kept.get(key);
    if (found === undefined) return null;
    this.kept.delete(key);
    this.kept.set(key, found);
    return found.value;
  }

  /** Return the value of a key; make it and keep it where it is not here. */
  getOr(key: string, make: () => Value): Value {
    const known = this.get(key);
    if (known !== null) return known;
    const made = make();
    this.keep(key, made);
    return made;
  }

  keep(key: string, value: Value, size = 1): void {
    this.forget(key);
    this.kept.set(key, { value, size });
    this.size += size;
    for (const oldest of this.kept.keys()) {
      if (this.size <= this.most || oldest === key) break;
      this.forget(oldest);
    }
  }

  forget(key: string): void {
    this.size -= this.kept.get(key)?.size ?? 0;
    this.kept.delete(key);
  }
}
