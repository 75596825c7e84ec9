/*
 * The consent and purge protocol: one tenant, epochs 1..MAXE, two workers, a queue, a reader, a purge that may crash and
 * begin again at any step, one event delivered again. With -DRESTORE one backup and its restore, with -DSTORE2 a second
 * store with a fence of its own, with -DUSER, instead of all that, one user who
 * switches sharing off and on again and whose mailbox is purged alone, with -DLIVE the promise that
 * a withdrawal is certified in the end. Each M_... drops one rule and must be found out; run.sh runs them all.
 *
 * Ingestion is Worker, insights is Sink and Reader, purge-service is Purge and UserPurge, consent-service is Admin.
 */
#ifndef MAXE
#define MAXE 2
#endif
#define N (MAXE+1)
#define LOGN (2*MAXE)
byte epoch=0; bool granted=0;
bool wdr[N]; bool key[N];
byte log_e[LOGN]; bool log_g[LOGN]; byte log_n=0;
byte ledger=1;                 /* consent-service erasure ledger: lowest epoch that may live */
byte iver=0; byte icur=0; byte rew=0;      /* ingestion view: version=2e (grant) 2e+1 (withdraw) */
chan q=[1] of {byte};
bool row[N]; byte floor=1; bool open=1;
bool bk=0; bool bkrow[N]; byte bkfloor; bool bkkey[N];
bool cert[N]; bool acc[N]; bool restored=0; bool fenced[N];
byte crashes=0; bool badread=0; bool badcol=0; bool seenw[N]; bool ck[N]; bool done[N];
#ifdef STORE2
bool row2[N]; byte floor2=1;
#define ROW2(e) (row2[e])
#define FLOOR2 (floor2)
#else
#define ROW2(e) (0)
#define FLOOR2 (MAXE+1)
#endif
#ifdef USER
/* a user's periods of sharing 1..MAXP in epoch 1: what is read is tagged with the period */
#define MAXP 2
#define NP (MAXP+1)
byte period=1; bool shares=1; bool ended[NP]; bool urow[NP]; byte ufloor=1; bool ucert[NP]; bool uacc[NP];
bool badshow=0; bool off=0;
chan uq=[1] of {byte};
#endif
#define IGR ((iver>0) && (iver%2==0))
proctype Admin(){
 do
 :: atomic{ !granted && epoch<MAXE -> epoch++; granted=1; key[epoch]=1; log_e[log_n]=epoch; log_g[log_n]=1; log_n++ }
 :: atomic{ granted -> granted=0; wdr[epoch]=1; ledger=epoch+1; log_e[log_n]=epoch; log_g[log_n]=0; log_n++ }
 od }
proctype IngView(){ byte v;
 do
 :: atomic{ icur<log_n -> v=2*log_e[icur]; if :: !log_g[icur] -> v++; seenw[log_e[icur]]=1 :: else fi;
#ifdef M_STALE
    iver=v;
#else
    if :: v>iver -> iver=v :: else fi;
#endif
    icur++ }
 :: atomic{ rew<1 && icur>0 -> rew++; icur=0 }
 od }
proctype Worker(){ byte my;
 do
 :: atomic{ IGR -> my=iver/2; if :: seenw[my] -> badcol=1 :: else fi }; q!my; my=0
 od }
proctype Sink(){ byte e; bool ok;
 do
 :: q?e ->
#ifdef M_TOCTOU
   ok = (open && e>=floor && key[e]);
   if :: ok -> atomic{ row[e]=1; acc[e]=1 } :: else fi;
#else
#ifdef M_NOFENCE
   atomic{ if :: open -> row[e]=1; acc[e]=1 :: else fi };
#else
   atomic{ if :: open && e>=floor && key[e] -> row[e]=1; acc[e]=1 :: else fi };
#endif
#endif
#ifdef STORE2
   atomic{ if :: e>=floor2 && key[e] -> row2[e]=1 :: else fi };
#endif
   e=0; ok=0
 od }
/* reader: serves epoch r if row present and decryptable */
proctype Reader(){ byte r;
 do
 :: atomic{ open -> r=1; do :: r<MAXE -> r++ :: break od;
#ifdef M_READTAG
    if :: row[r] && key[r] && granted -> if :: fenced[r] || r!=epoch -> badread=1 :: else fi :: else fi;
#else
#ifdef M_CACHEKEY
    if :: row[r] && key[r] -> ck[r]=1 :: else fi;
    if :: row[r] && ck[r] && !fenced[r] -> skip :: row[r] && ck[r] && fenced[r] -> badread=1 :: else fi;
#else
    if :: row[r] && key[r] && r>=floor -> if :: fenced[r] -> badread=1 :: else fi :: else fi;
#endif
#endif
    r=0 }
 od }
proctype Purge(){ byte i=0; byte e; byte k;
 do
 :: i<log_n && log_g[i] -> i++
 :: i<log_n && !log_g[i] -> e=log_e[i];
start:
   atomic{ open ->
#ifndef M_LATEFENCE
     if :: floor<e+1 -> floor=e+1 :: else fi; fenced[e]=1
#else
     skip
#endif
   };
#if defined(STORE2) && !defined(M_ONESTORE)
   atomic{ if :: floor2<e+1 -> floor2=e+1 :: else fi };
#endif
   if :: crashes<1 -> crashes++; goto start :: skip fi;
#ifdef M_CANCEL
   if :: granted -> done[e]=1; i++; e=0; goto next :: else fi;
#endif
#ifdef M_CERTFIRST
   cert[e]=1;
#endif
   atomic{ open -> k=1; do :: k<=MAXE ->
#ifdef M_DELALL
      row[k]=0;
#else
      if :: k<=e -> row[k]=0 :: else fi;
#endif
      k++ :: else break od; k=0 };
#if defined(STORE2) && !defined(M_ONESTORE)
   atomic{ k=1; do :: k<=e -> row2[k]=0; k++ :: else break od; k=0 };
#endif
   if :: crashes<1 -> crashes++; goto start :: skip fi;
#ifdef M_LATEFENCE
   atomic{ if :: floor<e+1 -> floor=e+1 :: else fi; fenced[e]=1 };
#endif
#ifndef M_NOKEY
   key[e]=0;
#endif
   if :: crashes<1 -> crashes++; goto start :: skip fi;
#ifndef M_CERTFIRST
   /* verification, in one serialisable read; failure => start again */
#ifdef M_NOVERIFY
   cert[e]=1;
#else
#ifdef M_ONESTORE
   if :: atomic{ open && !row[e] && floor>e -> cert[e]=1 }
      :: atomic{ !(open && !row[e] && floor>e) -> skip }; goto start
   fi;
#else
   if :: atomic{ open && !row[e] && floor>e && !ROW2(e) && FLOOR2>e -> cert[e]=1 }
      :: atomic{ !(open && !row[e] && floor>e && !ROW2(e) && FLOOR2>e) -> skip }; goto start
   fi;
#endif
#endif
#endif
   done[e]=1; i++; e=0;
next: skip
 od }
#ifdef USER
/* the own switch: off ends a period, on begins the next; a grant never touches it */
proctype Person(){
 do
 :: atomic{ shares && period<=MAXP -> shares=0; off=1; ended[period]=1 }
 :: atomic{ !shares && period<MAXP -> period++; shares=1; off=0 }
#ifdef M_REGRANT
 :: atomic{ !shares && granted -> shares=1 }
#endif
 od }
proctype UserWorker(){ byte p;
 do
 :: atomic{ shares -> p=period }; uq!p; p=0
 od }
proctype UserSink(){ byte p;
 do
 :: uq?p ->
#ifdef M_NOUFENCE
   atomic{ urow[p]=1; uacc[p]=1 };
#else
   atomic{ if :: p>=ufloor -> urow[p]=1; uacc[p]=1 :: else fi };
#endif
   p=0
 od }
proctype UserReader(){ byte p;
 do
 :: atomic{ p=1; do :: p<MAXP -> p++ :: break od;
#ifdef M_SHOWOLD
    if :: urow[p] && shares -> if :: p!=period -> badshow=1 :: else fi :: else fi;
#else
    if :: urow[p] && shares && p==period -> if :: off -> badshow=1 :: else fi :: else fi;
#endif
    p=0 }
 od }
proctype UserPurge(){ byte p=1; byte k; byte again=0;
 do
 :: p<=MAXP && ended[p] && !ucert[p] ->
ustart:
#ifndef M_NOUFENCE
   atomic{ if :: ufloor<p+1 -> ufloor=p+1 :: else fi };
#endif
   if :: again<1 -> again++; goto ustart :: skip fi;
   atomic{ k=1; do :: k<=MAXP ->
#ifdef M_UDELALL
      urow[k]=0;
#else
      if :: k<=p -> urow[k]=0 :: else fi;
#endif
      k++ :: else break od; k=0 };
   if :: again<1 -> again++; goto ustart :: skip fi;
   if :: atomic{ !urow[p] -> ucert[p]=1; p++ }
      :: atomic{ urow[p] -> skip }; goto ustart
   fi
 od }
#endif
#ifdef RESTORE
proctype Ops(){ byte k;
 atomic{ open -> k=1; do :: k<=MAXE -> bkrow[k]=row[k]; bkkey[k]=key[k]; k++ :: else break od; k=0; bkfloor=floor; bk=1 };
 atomic{ bk -> k=1; do :: k<=MAXE -> row[k]=bkrow[k];
#ifdef M_KEYINBACKUP
    if :: bkkey[k] -> key[k]=1 :: else fi;
#endif
    k++ :: else break od; k=0; floor=bkfloor; restored=1;
#ifndef M_NOREPLAY
    open=0
#endif
 };
#ifndef M_NOREPLAY
 atomic{ floor = (floor<ledger -> ledger : floor); k=1; do :: k<=MAXE -> if :: k<floor -> row[k]=0 :: else fi; k++ :: else break od; k=0; open=1 };
#endif
}
#endif
/* invariants */
#define I_NORES(e)  (!(cert[e] && open) || !row[e])          /* certified => no row while serving */
#define I_SHRED(e)  (!cert[e] || !key[e])                     /* certified => never decryptable, also in backups */
#define I_NEWSAFE(e) (!(acc[e] && !wdr[e] && !restored) || row[e])
#define I_CERT(e) ((!cert[e] || wdr[e]) && (!done[e] || cert[e]))
#define I_STORE2(e) (!cert[e] || !ROW2(e))                   /* certified => the second store is empty too */
#ifdef USER
#define I_USER(p) ((!ucert[p] || (!urow[p] && ended[p])) && (!(uacc[p] && !ended[p]) || urow[p]))
#define INV_USER (I_USER(1) && I_USER(2) && !badshow && !(off && shares))
#else
#define INV_USER 1
#endif
#define INV (INV_USER && I_STORE2(1) && I_STORE2(2) && I_NORES(1) && I_NORES(2) && I_SHRED(1) && I_SHRED(2) && I_NEWSAFE(1) && I_NEWSAFE(2) && I_CERT(1) && I_CERT(2) && !badread && !badcol)
active proctype Mon(){ end: atomic{ !INV -> assert(INV) } }
init { atomic{ run Admin();
#ifdef USER
 run Person(); run UserWorker(); run UserSink(); run UserReader(); run UserPurge();
#else
 run IngView(); run Worker(); run Worker(); run Sink(); run Reader(); run Purge();
#ifdef RESTORE
 run Ops();
#endif
#endif
} }
#ifdef LIVE
ltl live { ([]<>(open)) -> [] ( wdr[1] -> <> cert[1] ) }
#endif
