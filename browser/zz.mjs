import { chromium } from 'playwright-core';
import axe from 'axe-core';
const base='http://127.0.0.1:8131', out='/tmp/demo5/shots/';
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox']});
async function ax(p,n){ await p.addScriptTag({content:axe.source}).catch(()=>{}); let r; try{ r=await p.evaluate(async()=>{const r=await axe.run();return r.violations.map(v=>v.id+': '+v.nodes.slice(0,3).map(x=>x.target.join(' ')).join(' | '));}); }catch(e){r=['axe '+e.message.slice(0,80)]} for(const v of r) console.log('AXE',n,v); }
async function as(user){ const c=await b.newContext({bypassCSP:true,viewport:{width:1280,height:900},locale:'da-DK'}); const p=await c.newPage(); p.on('pageerror',e=>console.log('JS',p.url(),e.message)); p.on('console',m=>{if(m.type()==='error')console.log('CON',p.url(),m.text())});
 await p.goto(base+'/sign-in'); await p.fill('input[name=username], input[name=name]',user).catch(()=>{}); await p.fill('input[type=password]','proev-naervaer'); await p.press('input[type=password]','Enter'); await p.waitForLoadState(); return p;}
async function go(p,path,n){ const t=Date.now(); const r=await p.goto(base+path); console.log(r.status(),path,Date.now()-t,'ms'); await p.screenshot({path:out+n+'.png'}); await ax(p,n); return p;}
const p=await as('socialraadgiver'); await p.screenshot({path:out+'home.png',fullPage:true});
await go(p,'/review','review');
console.log((await p.textContent('.font-lead')));
const first=await p.getAttribute('[data-review] [data-row] h3 a','href');
await p.keyboard.press('j'); await p.keyboard.press('j'); const id=await p.evaluate(()=>document.activeElement.id); console.log('focus',id);
await p.keyboard.press('1'); await p.waitForTimeout(1500); console.log('after decide', await p.evaluate(()=>document.activeElement.id+' '+document.activeElement.tagName), await p.textContent('#'+CSS_escape(id)+' div:nth-child(2)').catch(e=>e.message.slice(0,100)));
await p.keyboard.press('2'); console.log('2→', await p.evaluate(()=>document.activeElement.name)); await p.keyboard.type('Kendt: lang influenza'); await p.keyboard.press('Enter'); await p.waitForTimeout(1500); console.log('after 2', await p.evaluate(()=>document.activeElement.id));
await p.screenshot({path:out+'review2.png'});
await go(p,first,'pupil'); await p.screenshot({path:out+'pupil-full.png',fullPage:true});
await go(p,first+'/print','print'); 
await go(p,'/review/series','series'); const m=await p.getAttribute('section.finding li a','href'); if(m) await go(p,m,'meeting');
await go(p,'/concerns/new?pupil='+first.split('/').pop(),'concern');
await p.setViewportSize({width:400,height:850}); for(const [q,n] of [['/review','review-400'],[first,'pupil-400'],['/concerns/new?pupil='+first.split('/').pop(),'concern-400']]) { await go(p,q,n); console.log('overhang',n,await p.evaluate(()=>document.documentElement.scrollWidth-innerWidth)); }
const t=await as('laerer'); await t.screenshot({path:out+'t-home.png',fullPage:true}); const cl=await t.evaluate(()=>[...document.querySelectorAll('a[href^="/classes/"]')].map(a=>a.getAttribute('href'))[0]); console.log('class',cl);
if(cl){ await go(t,cl,'class'); await t.screenshot({path:out+'class-full.png',fullPage:true}); await t.setViewportSize({width:400,height:850}); await go(t,cl,'class-400'); console.log('overhang',await t.evaluate(()=>document.documentElement.scrollWidth-innerWidth)); }
function CSS_escape(s){return s.replace(/[^a-zA-Z0-9_-]/g,c=>'\\'+c)}
await b.close();
