/** Whole minor units of an ISO 4217 currency (cents; for JPY whole yen, for KWD thousandths). Never a float. */
export interface Money {
  readonly amount: number;
  /** Lower case, as Stripe writes it. */
  readonly currency: string;
}
