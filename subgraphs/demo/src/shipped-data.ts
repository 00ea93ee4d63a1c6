/** The folder of what is published of inhabitants and ages, of which the demonstration is made up. */
export const shippedPopulation = new URL('../data/', import.meta.url);
