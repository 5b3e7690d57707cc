-- ARGV: 1 expected grant id, 2 expected generation, 3 grant id to create, 4 owner, 5 attempt id,
--       6 duration, 7 hold, 8 how long a record is kept that never gets a credential
local until_ = text(now + ARGV[6])

if row == nil then
  if ARGV[3] == '' then
    return answer(false)
  end
  create({
    grant_id = ARGV[3], gen = '0', epoch = '1', state = 'INTENT', attempt = '1',
    owner = ARGV[4], attempt_id = ARGV[5], lease_until = until_,
    purge_at = text(now + math.max(tonumber(ARGV[8]), ARGV[6] + ARGV[7]))
  })
  return answer(true)
end
if unknown then
  return answer(false)
end
if row.state == 'INTENT' and row.attempt_id == ARGV[5] then
  return answer(true)
end

local free = not is_ahead(row.not_before)
if row.state == 'IDLE' then
  free = free and not is_ahead(row.lease_until)
elseif row.state == 'INTENT' then
  free = free and (row.lease_until == '' or row.lease_until + ARGV[7] < now)
else
  free = false
end
if not free or not is_version(ARGV[1], ARGV[2]) then
  return answer(false)
end

-- Its outcome may stay unknown: nobody may forget that before the hold is over.
local purge_at = row.purge_at
if purge_at ~= '' then
  purge_at = text(math.max(tonumber(purge_at), now + ARGV[6] + ARGV[7]))
end
start({
  epoch = plus(row.epoch, 1), attempt = plus(row.attempt, 1), state = 'INTENT',
  owner = ARGV[4], attempt_id = ARGV[5], lease_until = until_, not_before = '',
  purge_at = purge_at
})
return answer(true)
