/**
 * After which refusals a later date on the same card is worth one try, by the row that decided (`results[].reason`). Any
 * other hard decline is about the card or its holder, and no date cures that.
 */
export const curedByNewDate = {
  expired_card: 'the date was over, and now it is not',
  invalid_expiry_month: 'the month was wrong, and somebody has put it right',
  invalid_expiry_year: 'the year was wrong, and somebody has put it right',
  incorrect_cvc: 'the card was entered again, and its security code with it',
  invalid_cvc: 'the card was entered again, and its security code with it',
  new_account_information_available: 'the bank said that there are newer details, and here they are',
  'mastercard:01': 'Mastercard said that there are newer details, and here they are',
  'advice:confirm_card_data': 'the bank asked to check the details of the card, and somebody has',
} as const satisfies Readonly<Record<string, string>>;

export const isCuredByNewDate = (reason: string | undefined): boolean =>
  reason !== undefined && Object.hasOwn(curedByNewDate, reason);
