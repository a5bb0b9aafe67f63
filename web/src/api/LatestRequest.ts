/** Lets only the latest of several requests count: a new one aborts and silences the one before. */

export class LatestRequest {
  private current: AbortController | null = null;

  /** Return the task's result, or null where a newer request took over. */
  async run<Result>(task: (signal: AbortSignal) => Promise<Result>): Promise<Result | null> {
    this.cancel();
    const controller = new AbortController();
    this.current = controller;
    try {
      const result = await task(controller.signal);
      return controller.signal.aborted ? null : result;
    } catch (error) {
      if (controller.signal.aborted) return null;
      throw error;
    }
  }

  cancel(): void {
    this.current?.abort();
    this.current = null;
  }
}
