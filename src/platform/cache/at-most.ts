/** Bounds an `LRUCache` by its entries. With `max` it would take the memory for all of them at once. */
export function atMost(entries: number) {
  return { maxSize: entries, sizeCalculation: () => 1 };
}
