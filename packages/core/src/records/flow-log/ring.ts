/** The youngest `capacity` items, oldest first. */
export interface Ring<Item> {
  push(item: Item): void;
  /** Those that match, oldest first. */
  filter(matches: (item: Item) => boolean): Item[];
}

export function createRing<Item>(capacity: number): Ring<Item> {
  const items: Item[] = [];
  let oldest = 0;
  return {
    push(item) {
      if (items.length < capacity) {
        items.push(item);
        return;
      }
      items[oldest] = item;
      oldest = (oldest + 1) % capacity;
    },
    filter: (matches) => [...items.slice(oldest), ...items.slice(0, oldest)].filter(matches),
  };
}
