/** Keeps what was used last, up to a number. */
export class Recent<Kept> {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly most: number) {}

  find(key: string): Kept | null {
    const found = this.kept.get(key);
    if (found === undefined) return null;
    this.keep(key, found);
    return found;
  }

  findOr(key: string, make: () => Kept): Kept {
    const found = this.find(key) ?? make();
    this.keep(key, found);
    return found;
  }

  keep(key: string, one: Kept): void {
    this.kept.delete(key);
    this.kept.set(key, one);
    for (const oldest of [...this.kept.keys()].slice(0, -this.most)) this.kept.delete(oldest);
  }

  forget(key: string): void {
    this.kept.delete(key);
  }
}
