-- ARGV: 1 expected grant id, 2 expected generation, 3 epoch, 4 state, 5 presentations,
--       6 pause, 7 error code
if not is_version(ARGV[1], ARGV[2]) or row.epoch ~= ARGV[3] then
  return answer(false)
end
if row.state ~= 'INTENT' then
  return answer(row.state == ARGV[4])
end

local changes = {
  state = ARGV[4], err_code = ARGV[7],
  not_before = ARGV[6] == '0' and '' or text(now + ARGV[6]),
  attempt = plus(row.attempt, ARGV[5] - 1)
}
if ARGV[4] == 'INTENT' then
  changes.lease_until = text(now)
else
  changes.owner = ''
  changes.attempt_id = ''
  changes.lease_until = ''
end
finish(changes)
return answer(true)
